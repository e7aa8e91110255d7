// The examples of doc comments.
import {readFileSync, readdirSync} from 'node:fs';
import {join} from 'node:path';
import ts from 'typescript';

export interface Example {
  /** `src/plugin.ts:62` */
  readonly where: string;
  readonly code: string;
}

export function examplesOf(file: string, text = readFileSync(file, 'utf8')): Example[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ESNext, true);
  const found = new Map<number, Example>();
  const visit = (node: ts.Node): void => {
    for (const tag of ts.getJSDocTags(node)) {
      if (tag.tagName.text !== 'example') continue;
      const line = source.getLineAndCharacterOfPosition(tag.pos).line + 1;
      found.set(tag.pos, {where: `${file}:${line}`, code: codeIn(ts.getTextOfJSDocComment(tag.comment) ?? '')});
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return [...found.values()];
}

/** All of it, or what its fence holds. */
const codeIn = (comment: string) => /^```\w*\n([\s\S]*?)\n```$/m.exec(comment)?.[1] ?? comment;

export const allExamples = (): Example[] =>
  readdirSync('src', {recursive: true, encoding: 'utf8'})
    .filter(name => name.endsWith('.ts'))
    .sort()
    .flatMap(name => examplesOf(join('src', name)));
