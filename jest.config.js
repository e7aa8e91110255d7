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
  // What hangs, not what is slow because the machine is busy.
  testTimeout: 240_000,
  maxWorkers: 2,
};
