/** Jest: TypeScript by ts-jest, which only strips types here; `npm run typecheck` checks them. */
export default {
  preset: 'ts-jest',
  testEnvironment: './test/support/environment.cjs',
  setupFilesAfterEnv: ['./test/support/random.ts'],
  testSequencer: './test/support/sequencer.cjs',
  // Not the whole package: .lanes holds a second tfjs.
  roots: ['<rootDir>/src', '<rootDir>/test'],
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  transform: {'^.+\\.ts$': ['ts-jest', {tsconfig: 'tsconfig.test.json', diagnostics: false}]},
  // Jest runs files in a sandbox, where looking up a global takes longer than most arithmetic.
  sandboxInjectedGlobals: ['Math', 'Number', 'Object', 'Array', 'Float32Array', 'Float64Array', 'Int32Array'],
  // What hangs, not what is slow because the machine is busy.
  testTimeout: 240_000,
  maxWorkers: 2,
};
