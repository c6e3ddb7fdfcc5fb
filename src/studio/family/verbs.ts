/** Verbs that several blocks are said with; each use picks one. */
export const KEEP = '[Keep|Use|Take|Choose|Pick|Consider|Select|Leave] [only|just]';
export const DROP = '[Ignore|Skip|Drop|Remove|Discard|Throw away|Leave out|Delete|Cross out]';
export const OUT = '[Print|Output|Write|Find|Compute|Report|Give|Determine|Work out]';
export const SHOW = '[Print|Output|Write|Give|Show]';
