/**
 * A Rollup plugin that says of what modules declare that making it has no side effect, as `sideEffects: false` says of whole
 * modules: the entries have one file in common, and of a file bundlers leave out only what they know to be pure. They take
 * for impure every call, what might be a getter (spread, and any property that is read), and what might call toString.
 */
export function pure() {
  return {
    name: 'pure',
    transform(code) {
      /** What to insert, by place. */
      const inserted = [];
      for (const statement of this.parse(code).body) {
        const {declarations = []} = statement.declaration ?? statement;
        for (const {init} of declarations) {
          const {calls, plain} = looked(init);
          if (plain) inserted.push(...calls.map(place => [place, '/*#__PURE__*/ ']));
          else inserted.push([init.start, '/*#__PURE__*/ (() => ('], [init.end, '))()']);
        }
      }
      let result = '';
      let end = 0;
      for (const [place, text] of inserted.sort(([a], [b]) => a - b)) {
        result += code.slice(end, place) + text;
        end = place;
      }
      // The source map stays: nothing moves to another line.
      return {code: result + code.slice(end), map: null};
    },
  };
}

const PLAIN = /^(Identifier|Literal|(Array|Object|Call|New|Unary)Expression|Property|TemplateLiteral|TemplateElement)$/;

/** Of an expression, but for the functions inside it, which run later if at all: where calls start, and if the rest is known to be pure. */
function looked(expression) {
  const calls = new Set();
  let plain = true;
  const visit = node => {
    if (!node?.type || /Function/.test(node.type)) return;
    if (node.type === 'CallExpression' || node.type === 'NewExpression') calls.add(node.start);
    if (!PLAIN.test(node.type) || node.expressions?.length) plain = false;
    for (const value of Object.values(node)) [value].flat().forEach(visit);
  };
  visit(expression);
  return {calls: [...calls], plain};
}
