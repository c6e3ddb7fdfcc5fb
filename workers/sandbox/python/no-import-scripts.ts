/**
 * Imported before Pyodide, which refuses to run in a classic worker and finds out by trying `importScripts`. Only
 * classic workers start from a blob in an opaque origin, and all that Pyodide would import is in the bundle.
 */
Object.assign(self, {
  importScripts() {
    throw new Error('importScripts is not available here');
  },
});
