/** The nets: the same layers with learnable rectifiers and with plain relu. */

import {PIXELS} from './shifts.mjs';

/** An MLP 784-192-64-32-32-10. `rx` null gives plain relu in place of the rectifiers. */
export function buildMlp(tf, rx) {
  const dense = (units, seed, more = {}) =>
    tf.layers.dense({
      units,
      kernelInitializer: tf.initializers.heNormal({seed}),
      name: `dense_${units}_${seed}`,
      ...more,
    });
  const [first, second, third, fourth] = rectifiersOf(tf, rx);
  return tf.sequential({
    layers: [
      dense(192, 1, {inputShape: [PIXELS]}),
      first,
      tf.layers.dropout({rate: 0.2, seed: 1}),
      dense(64, 2),
      second,
      dense(32, 3),
      third,
      dense(32, 4),
      fourth,
      dense(10, 5, {activation: 'softmax', name: 'digit'}),
    ],
  });
}

/** A small convolutional net; the learned parameters are one value a channel. */
export function buildCnn(tf, rx) {
  const heNormal = seed => tf.initializers.heNormal({seed});
  const conv = (filters, seed) => tf.layers.conv2d({filters, kernelSize: 3, kernelInitializer: heNormal(seed)});
  const [first, second, third, fourth] = rectifiersOf(tf, rx);
  return tf.sequential({
    layers: [
      tf.layers.reshape({targetShape: [28, 28, 1], inputShape: [PIXELS]}),
      // Of a single channel, a depthwise convolution is a convolution. Of conv2d, tf.js computes the gradient of the input
      // too, which nobody asks for here, and which takes as long as all else that this layer does.
      tf.layers.depthwiseConv2d({kernelSize: 5, depthMultiplier: 12, depthwiseInitializer: heNormal(1)}),
      first,
      tf.layers.maxPooling2d({poolSize: 2}),
      conv(24, 2),
      second,
      tf.layers.maxPooling2d({poolSize: 2}),
      conv(48, 3),
      third,
      tf.layers.flatten(),
      tf.layers.dropout({rate: 0.3, seed: 1}),
      tf.layers.dense({units: 96, kernelInitializer: heNormal(4)}),
      fourth,
      tf.layers.dense({
        units: 10,
        activation: 'softmax',
        kernelInitializer: tf.initializers.glorotUniform({seed: 9}),
        name: 'digit',
      }),
    ],
  });
}

function rectifiersOf(tf, rx) {
  if (!rx) return [1, 2, 3, 4].map(i => tf.layers.reLU({name: `relu_${i}`}));
  return [
    rx.layers.smoothRelu({name: 'smooth_relu', k: 3, learnable: true}),
    rx.layers.parametricSoftplus({name: 'parametric_softplus', alpha: 0.5, beta: 2}),
    rx.layers.prelu({name: 'prelu', alphaConstraint: rx.constraints.clamp({minValue: -1, maxValue: 1})}),
    rx.layers.elu({name: 'elu', learnable: ['alpha']}),
  ];
}
