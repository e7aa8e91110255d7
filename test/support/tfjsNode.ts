// Finds the tfjs-node that scripts/install-tfjs-node.mjs built, or the one that TFJS_NODE names.
import {existsSync} from 'node:fs';
import {resolve} from 'node:path';

export const tfjsNodePath = (): string | null => {
  const path = resolve(process.env['TFJS_NODE'] ?? '.lanes/tfjs-node/node_modules/@tensorflow/tfjs-node');
  return existsSync(resolve(path, 'package.json')) ? path : null;
};

/** Declares tests that need tfjs-node. Without it they are skipped with a loud line, and under CI they fail. */
export function describeWithTfjsNode(name: string, body: (path: string) => void): void {
  const path = tfjsNodePath();
  if (path) {
    describe(name, () => body(path));
    return;
  }
  const why = `${name} needs tfjs-node, which is not there. Build it with: node scripts/install-tfjs-node.mjs`;
  if (process.env['CI']) {
    test(`${name} (missing tfjs-node)`, () => {
      throw new Error(why);
    });
  } else {
    process.stderr.write(`\n*** SKIPPED: ${why}\n\n`);
    test.skip(`${name}: ${why}`, () => {});
  }
}
