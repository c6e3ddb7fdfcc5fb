declare module '*.rb' {
  const source: string;
  export default source;
}

declare module '*.py' {
  const source: string;
  export default source;
}

declare module 'pyodide/pyodide.asm.mjs' {
  const create: NonNullable<import('pyodide').PyodideConfig['createPyodideModule']>;
  export default create;
}

declare module '*?script' {
  const source: string;
  export default source;
}
