/** web-llm as a file of the site's own, by whose name it is known what is kept when a model needs it. */
export { MLCEngine } from '@mlc-ai/web-llm';
