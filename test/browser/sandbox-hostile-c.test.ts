import { attacks } from './hostile/attack.ts';
import { C_ATTACKS } from './hostile/c.ts';

attacks(
  'c',
  {
    source: '#include <stdio.h>\nint main(void) { int a, b; scanf("%d%d", &a, &b); printf("%d\\n", a + b); }',
  },
  C_ATTACKS,
);
