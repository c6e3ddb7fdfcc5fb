/**
 * Imported before Pyodide, which refuses to run in a classic worker and finds out by trying `importScripts`. Only
 * classic workers start from a blob in an opaque origin, and all that Pyodide would import is in the bundle. No Error is
 * thrown: for its stack V8 would read the whole bundle, a megabyte, once more, a fifth of a worker's start.
 */
Object.assign(self, {
  importScripts() {
    throw null;
  },
});
