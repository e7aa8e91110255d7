"""Writes test/keras/fixtures: small models that Keras 2 and Keras 3 made, as the official converter writes them.

    python3.11 -m venv /tmp/keras && . /tmp/keras/bin/activate
    pip install tensorflow-cpu==2.19.0 keras==3.15.1 tf-keras==2.19.0 numpy==2.1.3 h5py==3.16.0
    pip install --no-deps tensorflowjs==4.22.0
    python test/keras/generate.py            # all, or those whose names are given

A fixture is one JSON file: model.json, the weights in base64, inputs, and what Keras predicts (TensorFlow on the CPU
without oneDNN). Its folder says who wrote it and how:

    keras2, keras3              save_keras_model, which is what an .h5 file becomes too
    keras2_file, keras3_file    model.save('model.keras'), then tensorflowjs_converter --input_format=keras_keras

Weights are random, seeded, and none is where it began. Inputs have zeros, small values and large ones of both signs.
"""

import base64
import contextlib
import importlib.machinery
import io
import json
import os
import sys
import tempfile
import types
import zlib

os.environ.update(TF_ENABLE_ONEDNN_OPTS='0', TF_CPP_MIN_LOG_LEVEL='3', CUDA_VISIBLE_DEVICES='', PYTHONHASHSEED='0')

import keras
import numpy as np
import tensorflow as tf
import tf_keras

# The converter imports packages that it does not need for this.
for name in ['tensorflow_decision_forests', 'tensorflow_hub', 'jax', 'jax.experimental', 'jax.experimental.jax2tf', 'flax']:
    stub = types.ModuleType(name)
    stub.__spec__ = importlib.machinery.ModuleSpec(name, None)
    sys.modules[name] = stub

import tensorflowjs as tfjs
from tensorflowjs.converters import converter

FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'fixtures')
BOTH = (tf_keras, keras)

KERAS2_NAMES = (
    'linear relu relu6 elu selu exponential gelu hard_sigmoid leaky_relu log_softmax mish sigmoid silu softmax softplus '
    'softsign swish tanh'
).split()
# Those that a layer takes by name: `threshold` has arguments, and `glu` changes the shape.
KERAS3_NAMES = sorted(
    name for name in keras.src.activations.ALL_OBJECTS_DICT if isinstance(name, str) and name not in ('threshold', 'glu')
)


def is3(K):
    return K is keras


def register(K, value):
    """As a user would, in a package of the user's."""
    return (K.saving if is3(K) else K.utils).register_keras_serializable('my_pkg')(value)


def activations(K):
    """Every activation by name."""
    x = K.Input((4,), name='x')
    dense = K.layers.Dense(5, name='dense')(x)
    names = KERAS3_NAMES if is3(K) else KERAS2_NAMES
    return K.Model(x, [K.layers.Activation(name, name=name + '_')(dense) for name in names], name='activations')


def dense_activations(K):
    """Named activations, a function of Keras's own and one of the user's inside layers."""

    def cube(x):
        return x * x * x

    cube = register(K, cube)
    D = K.layers
    return K.Sequential(
        [
            K.Input((6, 3)),
            D.Conv1D(4, 2, activation='swish', dilation_rate=2),
            D.Dense(4, activation=K.activations.hard_sigmoid),
            D.Dense(4, activation='leaky_relu'),
            D.Dense(4, activation=cube),
            D.TimeDistributed(D.Dense(3, activation='softsign')),
        ],
        name='dense_activations',
    )


def activation_layers(K):
    """ReLU, LeakyReLU, ELU, Softmax, PReLU, AlphaDropout with settings of their own."""
    D = K.layers
    x = K.Input((3, 4, 2), name='x')
    y = D.Dense(3, name='dense')(x)
    slope = 'negative_slope' if is3(K) else 'alpha'
    made = [
        D.ReLU(),
        D.ReLU(max_value=1.5),
        D.ReLU(negative_slope=0.25),
        D.ReLU(threshold=0.5),
        D.ReLU(max_value=2, negative_slope=0.125, threshold=0.75),
        D.LeakyReLU(),
        D.LeakyReLU(**{slope: 0.05}),
        D.ELU(),
        D.ELU(alpha=0.5),
        D.Softmax(),
        D.Softmax(axis=1),
        D.Softmax(axis=[1, 2]),
        D.PReLU(),
        D.PReLU(shared_axes=[1, 2]),
        D.PReLU(shared_axes=[2]),
        D.AlphaDropout(0.2),
        D.Activation('selu'),
    ] + ([] if is3(K) else [D.ThresholdedReLU(theta=0.5)])
    return K.Model(x, [layer(y) for layer in made], name='activation_layers')


def layers_as_activations(K):
    """A layer where a function is asked for."""
    D = K.layers
    slope = 'negative_slope' if is3(K) else 'alpha'
    return K.Sequential(
        [
            K.Input((5,)),
            D.Dense(6, activation=D.LeakyReLU(**{slope: 0.2})),
            D.Dense(6, activation=D.ReLU(max_value=2.0)),
            D.Dense(6, activation=D.ReLU(max_value=6.0)),
            D.Dense(6, activation=D.ELU(alpha=0.25)),
            D.Activation(D.ReLU(threshold=0.25)),
            D.Dense(4, activation=D.Softmax()),
        ],
        name='layers_as_activations',
    )


def prelu_any_size(K):
    """Height and width are not known."""
    D = K.layers
    return K.Sequential(
        [
            K.Input((None, None, 2)),
            D.Conv2D(3, 3),
            D.PReLU(shared_axes=[1, 2]),
            D.GlobalAveragePooling2D(),
            D.Dense(2),
            D.PReLU(),
        ],
        name='prelu_any_size',
    )


def glu(K):
    """An activation that halves the shape, which Keras does not know: so nothing can follow it."""
    D = K.layers
    a, b = K.Input((4, 6), name='a'), K.Input((4, 6), name='b')
    shared = D.Dense(8, activation='glu', name='shared')
    return K.Model(
        [a, b],
        [
            shared(a),
            D.Conv1D(4, 2, activation='glu', name='conv')(b),
            D.TimeDistributed(D.Dense(2, activation='glu'), name='each')(a),
            D.Activation('glu', name='alone')(a),
            shared(b),
        ],
        name='glu',
    )


def nested(K):
    """Models in models, layers and models that are called several times."""
    D = K.layers
    i = K.Input((4,))
    inner = K.Model(i, D.Dense(3, activation='softsign', name='inner_dense')(i), name='inner')
    seq = K.Sequential([K.Input((3,)), D.Dense(2, name='seq_dense'), D.LeakyReLU(name='seq_relu')], name='seq')
    deep = K.Sequential([K.Input((2,)), K.Sequential([K.Input((2,)), D.Dense(2, name='deepest')], name='deeper')], name='deep')
    x, y = K.Input((4,), name='x'), K.Input((4,), name='y')
    shared = D.Dense(3, name='shared')
    a, b = inner(x), inner(y)
    joined = D.Concatenate(name='joined')([seq(a), seq(b), deep(seq(shared(a)))])
    return K.Model([x, y], [joined, shared(b)], name='outer')


def same_names(K):
    """Layers of one name in different models."""
    D = K.layers

    def make(name):
        i = K.Input((3,))
        return K.Model(i, D.Dense(3, name='dense')(D.Dense(4, name='first')(i)), name=name)

    x = K.Input((3,), name='x')
    return K.Model(x, D.Dense(2, name='dense')(make('two')(make('one')(x))), name='same_names')


def recurrent(K):
    """Recurrent layers, cells, wrappers, a state that is given."""
    D = K.layers
    x, h, c = K.Input((5, 3), name='x'), K.Input((4,), name='h'), K.Input((4,), name='c')
    return K.Model(
        [x, h, c],
        [
            D.LSTM(4, name='given')(x, initial_state=[h, c]),
            D.LSTM(2, activation='elu', recurrent_activation='hard_sigmoid', return_sequences=True, name='lstm')(x),
            D.SimpleRNN(3, activation='softsign', go_backwards=True, name='simple')(x),
            D.GRU(3, name='gru')(x),
            D.GRU(3, activation='selu', reset_after=False, name='gru_before')(x),
            D.GRU(2, use_bias=False, return_sequences=True, name='gru_no_bias')(x),
            D.Bidirectional(D.GRU(2, return_sequences=True), merge_mode='sum', name='both')(x),
            D.Bidirectional(D.LSTM(2), name='both_lstm')(x),
            D.TimeDistributed(D.Dense(2, activation='gelu', name='inside'), name='each')(x),
            D.RNN(D.GRUCell(2), name='cell')(x),
            D.RNN([D.LSTMCell(2), D.GRUCell(3, reset_after=False), D.GRUCell(2)], name='stacked')(x),
        ],
        name='recurrent',
    )


def images(K):
    """Convolutions, normalization and pooling, with the options of initializers, regularizers and constraints."""
    D = K.layers
    x = K.Input((8, 8, 2), name='x')
    y = D.ZeroPadding2D(1)(x)
    y = D.Conv2D(4, 3, padding='same', dilation_rate=2, activation='mish', kernel_initializer='lecun_normal')(y)
    y = D.BatchNormalization()(y)
    y = D.DepthwiseConv2D(2, activation='relu6', depth_multiplier=2)(y)
    y = D.SeparableConv2D(4, 2, activation='celu' if is3(K) else 'elu')(y)
    y = D.Conv2DTranspose(3, 2, strides=2, kernel_regularizer='l2', kernel_constraint='max_norm')(y)
    y = D.AveragePooling2D(2)(y)
    z = D.Conv2D(3, 1, kernel_regularizer=K.regularizers.L1(0.01))(y)
    y = D.Multiply()([y, D.Activation('hard_sigmoid')(z)])
    y = D.UpSampling2D(2)(D.Cropping2D(1)(D.MaxPooling2D(2)(y)))
    y = D.LayerNormalization(epsilon=1e-4)(D.Dropout(0.3)(y))
    return K.Model(x, D.Dense(3, activation='softmax')(D.Flatten()(y)), name='images')


def words(K):
    """Whole numbers as input, and a mask."""
    D = K.layers
    return K.Sequential(
        [
            K.Input((6,), dtype='int32'),
            D.Embedding(7, 4, mask_zero=True),
            D.LeakyReLU(),
            D.LSTM(3),
            D.Dense(2, activation='sigmoid'),
        ],
        name='words',
    )


def dictionaries(K):
    """Inputs and outputs by names."""
    D = K.layers
    x = {'b': K.Input((3,), name='b'), 'a': K.Input((2,), name='a')}
    return K.Model(x, {'z': D.Dense(2, name='z')(x['b']), 'k': D.Dense(2, name='k')(x['a'])}, name='dictionaries')


def custom(K):
    """A layer and a function of the user's, both in a package."""

    class Tilted(K.layers.Layer):
        """max(x, slope x) + shift"""

        def __init__(self, slope=0.5, **kwargs):
            super().__init__(**kwargs)
            self.slope = slope

        def build(self, shape):
            kind = {'name': 'shift', 'shape': (shape[-1],), 'initializer': 'zeros'}
            self.shift = self.add_weight(**kind)
            super().build(shape)

        def call(self, x):
            return tf.maximum(x, self.slope * x) + self.shift

        def get_config(self):
            return {**super().get_config(), 'slope': self.slope}

    Tilted = register(K, Tilted)

    def smooth_relu2(x):
        return K.activations.softplus(2 * x) / 2

    smooth_relu2 = register(K, smooth_relu2)
    return K.Sequential(
        [K.Input((4,)), K.layers.Dense(5, activation=smooth_relu2), Tilted(0.25), K.layers.Dense(3), Tilted()], name='custom'
    )


def shapes(K):
    """Layers that move, repeat, pad, crop and pool; sizes of one number and of several."""
    D = K.layers
    x, s = K.Input((4, 6, 3), name='x'), K.Input((6, 4), name='s')
    inner = D.Dense(3, activation='softsign', name='dense')(x)
    return K.Model(
        [x, s],
        [
            D.Permute((3, 1, 2), name='permute')(inner),
            D.Reshape((-1, 2, 3), name='reshape')(inner),
            D.Flatten(data_format='channels_first', name='flatten')(inner),
            D.RepeatVector(3, name='repeat')(D.GlobalMaxPooling2D(name='highest')(inner)),
            D.ZeroPadding2D(((1, 2), (0, 3)), name='padded')(inner),
            D.Cropping2D(((1, 0), (2, 1)), name='cropped')(inner),
            D.UpSampling2D((3, 2), name='larger')(inner),
            D.GlobalAveragePooling2D(keepdims=True, name='mean')(inner),
            D.GlobalMaxPooling2D(keepdims=True, data_format='channels_first', name='first')(inner),
            D.GlobalAveragePooling1D(keepdims=True, name='mean_1d')(s),
            D.GlobalMaxPooling1D(name='highest_1d')(s),
            D.MaxPooling1D(3, strides=2, padding='same', name='max_1d')(s),
            D.AveragePooling1D(2, name='average_1d')(s),
            D.MaxPooling2D((2, 3), strides=(1, 2), padding='same', name='max_2d')(inner),
            D.AveragePooling2D(2, strides=1, padding='same', name='average_2d')(inner),
            D.Rescaling(0.5, offset=-1.0, name='rescaled')(x),
            D.SpatialDropout1D(0.5, name='spatial_1d')(s),
            D.SpatialDropout2D(0.5, name='spatial_2d')(x),
            D.GaussianNoise(0.5, name='noise')(x),
            D.GaussianDropout(0.5, name='gauss')(x),
            D.SpatialDropout3D(0.5, name='spatial_3d')(D.Reshape((4, 6, 3, 1), name='solid')(x)),
        ],
        name='shapes',
    )


def convolutions(K):
    """Convolutions of each kind with strides, dilation, padding, multipliers and without bias.

    Not transposed ones in 3D, nor 3D pooling of padded borders: these tf.js's wasm kernels compute wrong.
    """
    D = K.layers
    s, x, v = K.Input((7, 3), name='s'), K.Input((7, 6, 2), name='x'), K.Input((4, 5, 4, 2), name='v')
    return K.Model(
        [s, x, v],
        [
            D.Conv1D(3, 3, padding='same', dilation_rate=2, activation='mish', name='dilated_1d')(s),
            D.Conv1D(2, 2, strides=2, padding='same', use_bias=False, activation='leaky_relu', name='strided')(s),
            D.Conv2D(3, (2, 3), strides=(2, 1), activation='softplus', name='oblong')(x),
            D.Conv2D(2, 2, padding='same', dilation_rate=(2, 1), activation=D.ReLU(max_value=1.5), name='dilated')(x),
            D.Conv2DTranspose(3, 3, strides=2, padding='same', use_bias=False, activation='elu', name='transposed')(x),
            D.DepthwiseConv2D((3, 2), depth_multiplier=3, padding='same', activation='softsign', name='depthwise')(x),
            D.DepthwiseConv2D(2, strides=2, use_bias=False, name='depthwise_strided')(x),
            D.SeparableConv2D(3, 2, depth_multiplier=2, activation='gelu', name='separable')(x),
            D.SeparableConv2D(2, 3, padding='same', use_bias=False, name='separable_no_bias')(x),
            D.Conv3D(2, 2, activation='hard_sigmoid', name='solid')(v),
            D.Conv3D(2, (1, 2, 3), strides=(1, 2, 1), padding='same', name='solid_strided')(v),
            D.MaxPooling3D(2, name='solid_max')(v),
            D.AveragePooling3D((1, 2, 2), name='solid_average')(v),
        ],
        name='convolutions',
    )


def merges(K):
    """What joins tensors, along which axis."""
    D = K.layers
    a, b, c = K.Input((4, 3), name='a'), K.Input((4, 3), name='b'), K.Input((3, 2), name='c')
    d = D.Dense(3, activation='silu', name='dense')(a)
    return K.Model(
        [a, b, c],
        [
            D.Add(name='add')([d, b, a]),
            D.Multiply(name='multiply')([d, b]),
            D.Average(name='average')([d, a, b]),
            D.Maximum(name='maximum')([d, b]),
            D.Minimum(name='minimum')([d, b]),
            D.Concatenate(axis=1, name='long')([d, b]),
            D.Concatenate(name='wide')([d, b, a]),
            D.Dot(axes=2, name='dot')([d, b]),
            D.Dot(axes=(2, 1), name='product')([d, c]),
            D.Dot(axes=1, normalize=True, name='cosine')([d, b]),
        ],
        name='merges',
    )


def normalizations(K):
    """Statistics along each axis, with and without what is learned; names that are not the layers' own."""
    D = K.layers
    x = K.Input((4, 5, 3), name='x')
    y = D.Dense(3, name='first/dense' if not is3(K) else 'first_dense')(x)
    return K.Model(
        x,
        [
            D.BatchNormalization(name='bn')(y),
            D.BatchNormalization(axis=1, epsilon=1e-2, name='rows')(y),
            D.BatchNormalization(scale=False, name='no_scale')(y),
            D.BatchNormalization(center=False, momentum=0.9, name='no_center')(y),
            D.BatchNormalization(center=False, scale=False, name='neither')(y),
            D.LayerNormalization(name='ln')(y),
            D.LayerNormalization(axis=1, epsilon=1e-2, name='ln_rows')(y),
            D.LayerNormalization(axis=[1, 2], center=False, name='ln_both')(y),
            D.LayerNormalization(scale=False, center=False, name='ln_neither')(y),
        ],
        name='normalizations',
    )


def both_ways(K):
    """Bidirectional with each merge, cell, state and a layer of its own for the way back."""
    D = K.layers
    x = K.Input((5, 3), name='x')
    sequences = D.Bidirectional(D.LSTM(2, return_sequences=True, activation='softsign'), name='sequences')(x)
    return K.Model(
        x,
        [
            D.Bidirectional(D.GRU(2), name='gru')(x),
            D.Bidirectional(D.GRU(2, reset_after=False, activation='elu'), merge_mode='mul', name='gru_before')(x),
            D.Bidirectional(D.GRU(2, return_sequences=True), merge_mode='ave', name='gru_sequences')(x),
            D.Bidirectional(D.SimpleRNN(2, activation='gelu'), merge_mode='sum', name='simple')(x),
            D.Bidirectional(
                D.LSTM(2, name='there'), backward_layer=D.LSTM(2, go_backwards=True, name='back'), name='named'
            )(x),
            D.Bidirectional(D.LSTM(3), name='stacked')(sequences),
            D.TimeDistributed(D.Conv1D(2, 2, activation='selu'), name='each')(
                D.TimeDistributed(D.Reshape((3, 1)), name='split')(x)
            ),
            D.TimeDistributed(D.LeakyReLU(), name='leaky')(x),
            D.TimeDistributed(D.BatchNormalization(), name='normal')(x),
        ],
        name='both_ways',
    )


def convolved_in_time(K):
    """Recurrent convolutions."""
    D = K.layers
    x = K.Input((3, 5, 5, 2), name='x')
    kernel = {'filters': 2, 'kernel_size': 2}
    return K.Model(
        x,
        [
            D.ConvLSTM2D(**kernel, activation='softsign', recurrent_activation='hard_sigmoid', name='last')(x),
            D.ConvLSTM2D(**kernel, padding='same', return_sequences=True, name='all')(x),
            D.ConvLSTM2D(**kernel, use_bias=False, strides=2, activation='elu', name='no_bias')(x),
        ],
        name='convolved_in_time',
    )


def masked(K):
    """Masks that reach a recurrent layer by other layers, and those that end before."""
    D = K.layers
    i, x = K.Input((6,), dtype='int32', name='i'), K.Input((6, 3), name='x')
    words = D.Embedding(7, 4, mask_zero=True, name='words')(i)
    steps = D.Masking(0.0, name='steps')(x)
    activated = D.Activation('softsign', name='activation')(D.Dense(3, activation='mish', name='dense')(words))
    return K.Model(
        [i, x],
        [
            D.GRU(3, name='gru')(activated),
            D.LSTM(2, name='top')(D.LSTM(3, return_sequences=True, name='bottom')(words)),
            D.Bidirectional(D.SimpleRNN(2), name='both')(D.Dropout(0.5, name='drop')(steps)),
            D.TimeDistributed(D.Dense(2, activation='elu'), name='each')(steps),
            D.LeakyReLU(name='leaky')(steps),
            D.Flatten(name='flat')(D.Embedding(7, 2, name='plain')(i)),
        ],
        name='masked',
    )


def compiled(K):
    """Optimizer, losses and metrics of the user's beside the model, which say nothing about its numbers."""

    def odd_loss(y, p):
        return tf.reduce_mean(tf.abs(y - p), -1)

    odd_loss = register(K, odd_loss)
    model = K.Sequential(
        [
            K.Input((4,)),
            K.layers.Dense(3, activation='relu', kernel_initializer=K.initializers.HeNormal(seed=3)),
            K.layers.LeakyReLU(),
            K.layers.Dense(2, activation='softmax', kernel_constraint=K.constraints.NonNeg(), bias_regularizer='l1'),
        ],
        name='compiled',
    )
    model.compile(optimizer=K.optimizers.Nadam(1e-3), loss=odd_loss, metrics=['accuracy', K.metrics.AUC(name='auc')])
    return model


def named(K):
    """Layers that are called like others' weights and parts, and models whose layers bear the name of the model."""
    D = K.layers
    x = K.Input((3,), name='x')
    y = D.Dense(4, activation='elu', name='named')(x)
    y = D.Dense(4, activation='hard_sigmoid', name='layers')(y)
    y = D.Dense(4, name='kernel')(y)
    y = D.PReLU(name='cell')(y)
    y = D.Reshape((2, 2), name='vars')(y)
    y = D.LSTM(3, return_sequences=True, name='dense')(y)
    y = D.GRU(2, name='forward_gru')(y)
    return K.Model(x, [y, D.Dense(2, name='bias')(y)], name='named')


def chained(K):
    """Sequential models in Sequential and functional ones, with one layer and one model called twice."""
    D = K.layers
    block = K.Sequential([K.Input((4,)), D.Dense(4), D.PReLU(), D.Dense(4, activation='celu' if is3(K) else 'selu')], name='block')
    top = K.Sequential([K.Input((4,)), D.Dense(4, name='last'), D.ReLU(negative_slope=0.25, name='relu')], name='top')
    x = K.Input((4,), name='x')
    shared = D.LeakyReLU(name='shared')
    y = shared(block(x))
    z = shared(block(y))
    return K.Model(x, [top(D.Add(name='sum')([y, z])), z], name='chained')


def operations(K):
    """Activations and sums that are called as functions on tensors of a functional model."""
    A = K.activations
    x = K.Input((4,), name='x')
    y = K.layers.Dense(4, name='dense')(x)
    if is3(K):
        apart = ('hard_silu', 'hard_swish', 'mish', 'sparsemax', 'linear')  # These take no symbolic tensor.
        called = [getattr(A, name)(y) for name in KERAS3_NAMES if name not in apart]
        called += [A.leaky_relu(y, negative_slope=0.3), A.relu(y, negative_slope=0.1, max_value=1.0, threshold=0.5)]
        called += [A.gelu(y, approximate=True), A.elu(y, alpha=0.5), A.threshold(y, 0.1, 0.2), A.celu(y, alpha=2.0)]
        called += [A.glu(y), keras.ops.relu(y), keras.ops.maximum(y, x), A.softmax(y)]
    else:
        names = 'relu elu selu exponential gelu sigmoid softmax softplus softsign swish tanh'.split()
        called = [getattr(A, name)(y) for name in names]
        called += [tf.nn.leaky_relu(y, 0.3), tf.nn.relu6(y), tf.nn.gelu(y, approximate=True), tf.nn.silu(y)]
        called += [tf.maximum(y, x)]
    return K.Model(x, called + [y + x, y * x], name='operations')


MODELS = {
    activations: BOTH,
    dense_activations: BOTH,
    activation_layers: BOTH,
    layers_as_activations: BOTH,
    prelu_any_size: BOTH,
    glu: (keras,),
    nested: BOTH,
    same_names: BOTH,
    recurrent: BOTH,
    images: BOTH,
    words: BOTH,
    dictionaries: BOTH,
    custom: BOTH,
    shapes: BOTH,
    convolutions: BOTH,
    merges: BOTH,
    normalizations: BOTH,
    both_ways: BOTH,
    convolved_in_time: BOTH,
    masked: BOTH,
    compiled: BOTH,
    named: BOTH,
    chained: BOTH,
    operations: BOTH,
}


def weights_for(model, rng):
    """Variances must be positive; a sum of many products should stay moderate."""
    result = []
    for variable in model.weights:
        name = getattr(variable, 'path', variable.name)
        value = rng.normal(0, 0.6, variable.shape).astype('float32')
        result.append(np.abs(value) + 0.5 if 'variance' in name else value)
    return result


def values_for(shape, dtype, rng):
    shape = [2] + [5 if size is None else size for size in shape[1:]]
    if 'int' in dtype:
        return rng.integers(0, 7, shape).astype('int32')
    x = rng.normal(0, 1, shape)
    x[1] *= 4
    x[np.abs(x) < 0.1] = 0
    return x.astype('float32')


def convert(model, file):
    folder = tempfile.mkdtemp()
    with contextlib.redirect_stdout(io.StringIO()):
        if file:
            model.save(folder + '/model.keras')
            formats = ['--input_format=keras_keras', '--output_format=tfjs_layers_model']
            converter.convert(formats + [folder + '/model.keras', folder])
        else:
            tfjs.converters.save_keras_model(model, folder)
    with open(folder + '/model.json') as opened:
        model_json = json.load(opened)
    data = b''
    for group in model_json['weightsManifest']:
        for path in group['paths']:
            with open(f'{folder}/{path}', 'rb') as opened:
                data += opened.read()
    return model_json, data


def forget_addresses(value):
    """shared_object_id is an address in memory: numbers in the order of their first mention do as well."""
    known = {}

    def walk(each):
        if isinstance(each, dict):
            return {
                key: known.setdefault(inner, len(known) + 2**46) if key == 'shared_object_id' else walk(inner)
                for key, inner in each.items()
            }
        return [walk(inner) for inner in each] if isinstance(each, list) else each

    return walk(value)


def array(value):
    flat = [float(format(each, '.9g')) if value.dtype == np.float32 else int(each) for each in value.ravel().tolist()]
    return {'dtype': str(value.dtype), 'shape': list(value.shape), 'data': flat}


def main(wanted):
    for make, kinds in MODELS.items():
        if wanted and make.__name__ not in wanted:
            continue
        for K in kinds:
            keras.utils.clear_session()
            tf_keras.backend.clear_session()
            rng = np.random.default_rng(zlib.crc32(make.__name__.encode()))
            model = make(K)
            model.set_weights(weights_for(model, rng))
            named = {tensor.name.split(':')[0]: tensor for tensor in model.inputs}
            inputs = {name: values_for(tensor.shape, str(tensor.dtype), rng) for name, tensor in named.items()}
            given = inputs if make is dictionaries else list(inputs.values())
            predicted = model.predict(given if len(inputs) > 1 else given[0], verbose=0)
            if isinstance(predicted, dict):
                predicted = [predicted[key] for key in sorted(predicted)]
            outputs = predicted if isinstance(predicted, list) else [predicted]
            for file in (False, True):
                if make is same_names and not file:
                    continue  # The converter refuses it: duplicate weight name.
                model_json, data = convert(model, file)
                folder = f'keras{3 if is3(K) else 2}' + ('_file' if file else '')
                fixture = {
                    'about': make.__doc__,
                    'model': forget_addresses(model_json),
                    'weights': base64.b64encode(data).decode(),
                    'inputs': [array(value) for value in inputs.values()],
                    'outputs': [array(np.asarray(value)) for value in outputs],
                }
                os.makedirs(f'{FOLDER}/{folder}', exist_ok=True)
                with open(f'{FOLDER}/{folder}/{make.__name__}.json', 'w') as opened:
                    json.dump(fixture, opened, separators=(',', ':'))
                    opened.write('\n')
                print(folder, make.__name__, len(outputs), 'outputs', f'{np.max([np.abs(o).max() for o in outputs]):.3g}')


main(sys.argv[1:])
