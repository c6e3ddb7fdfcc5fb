/**
 * A JavaScript or TypeScript submission that is called: a function, or a method of a class `Solution`. What is added
 * stands after the submission, which so keeps its line numbers, and in a function, so that no name is taken.
 */
export function javascriptCall(source: string, fn: string, resultFile: string): string {
  return `${source}
;((called) => {
  if (!called) {
    const error = new ReferenceError('there is neither a function ${fn} nor a class Solution with a method ${fn}');
    // Its line would be one that is not in the submission.
    throw Object.assign(error, { stack: '' });
  }
  const fs = require('fs');
  const given = fs.readFileSync(0, 'utf8').split('\\n').filter((line) => line.trim() !== '');
  const plain = (key, value) => (value instanceof Set ? [...value] : value);
  const keep = (value) => fs.writeFileSync('${resultFile}', JSON.stringify(value === undefined ? null : value, plain));
  const result = called(...given.map((line) => JSON.parse(line)));
  if (result && typeof result.then === 'function') return result.then(keep);
  keep(result);
})(typeof ${fn} === 'function' ? ${fn}
  : typeof Solution === 'function' ? ((owner) => owner.${fn} && owner.${fn}.bind(owner))(new Solution()) : null);
`;
}
