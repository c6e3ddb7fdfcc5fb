import { attacks } from './hostile/attack.ts';
import { SCRIPTS } from './hostile/scripts.ts';

attacks(
  'javascript',
  {
    source:
      "const [a, b] = require('fs').readFileSync(0, 'utf8').split(' ').map(Number);\nconsole.log(a + b);",
  },
  SCRIPTS,
);
