// The package, as a file of its own beside the child: errors that come from it can be told from tf.js's.
export {fileSystem} from '../../src/node';
export {rectifiers} from '../../src/index';
