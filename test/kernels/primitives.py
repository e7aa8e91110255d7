"""Reference values of the primitives in float64, for test/kernels/wasm.test.ts: python3 test/kernels/primitives.py

mpmath at 60 digits; arguments are float32-exact, since that is what kernels are given. Needs mpmath.
"""

import json
import os
import random
import struct

from mpmath import mp, mpf, cos, erf, erfc, exp, expm1, log, log1p, sin, sqrt, pi, tanh

mp.dps = 60


def logistic(x):
    return 1 / (1 + exp(-x))


def entropy(x):
    t = abs(x)
    return log1p(exp(-t)) + t * exp(-t) / (1 + exp(-t))


# name: function, largest argument (negative ones too unless the domain forbids them), extra arguments
PRIMITIVES = {
    'exp': (exp, 700, []),
    'expm1': (expm1, 700, [0.3466, -0.3466, 1e-30]),
    'log': (log, 1e38, [0.70703125, 0.70751953125, 1.4140625, 1.41455078125, 0.99999988079, 1e-45]),
    'log1p': (log1p, 1e38, [-0.99999988079, -0.5, 1e-45]),
    'softplus': (lambda x: log1p(exp(x)), 700, []),
    'sigmoid': (logistic, 700, []),
    'logisticBell': (lambda x: logistic(x) * logistic(-x), 700, []),
    'logisticEntropy': (entropy, 700, []),
    'tanh': (tanh, 100, [1e-30, 0.1733]),
    'sin': (sin, 3e38, [3.1415927410125732, 710, 999999, 1000001, 6381956970095103 * 2.0**60]),
    'cos': (cos, 3e38, [1.5707963705062866, 710, 999999, 1000001, 6381956970095103 * 2.0**60]),
    'erf': (erf, 30, [0.4999999701976776, 0.5, 1e-40]),
    'erfc': (erfc, 26, [-0.5, 0.5]),
    'normalCdf': (lambda x: erfc(-x / sqrt(2)) / 2, 37, [-0.7071, 0.7071]),
    'normalPdf': (lambda x: exp(-x * x / 2) / sqrt(2 * pi), 37, []),
}


def float32(x):
    return struct.unpack('f', struct.pack('f', x))[0]


def main():
    random.seed(5)
    result = {}
    for name, (f, largest, extra) in PRIMITIVES.items():
        xs = [largest * random.random() ** (1 + 4 * (i % 5)) for i in range(60)] + extra
        xs = [float32(x) for x in xs]
        if name == 'log1p':
            xs += [-x for x in xs if 0 < x < 1]
        elif name != 'log':
            xs += [-x for x in xs]
        xs = sorted(set(x for x in xs if x != 0))
        result[name] = {'x': xs, 'y': [float(f(mpf(x))) for x in xs]}
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'primitives.json')
    with open(path, 'w') as file:
        rows = ',\n'.join(f'  "{name}": {json.dumps(values)}' for name, values in result.items())
        file.write('{\n' + rows + '\n}\n')


if __name__ == '__main__':
    main()
