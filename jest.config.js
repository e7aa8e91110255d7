/** Jest: TypeScript by ts-jest, which only strips types here; `npm run typecheck` checks them. */
export default {
  preset: 'ts-jest',
  testEnvironment: './test/support/environment.cjs',
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  transform: {'^.+\\.ts$': ['ts-jest', {tsconfig: 'tsconfig.test.json', diagnostics: false}]},
  testTimeout: 60_000,
  maxWorkers: 2,
};
