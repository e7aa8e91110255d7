// Vite where the plugin is served as it is, not bundled with what Vite prepares: a package that imports tf.js itself
// would have a second copy then.
export default {cacheDir: 'out/vite-excluded', optimizeDeps: {exclude: ['tfjs-rectifiers']}};
