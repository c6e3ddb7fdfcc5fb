import { FREE, type Teacher, type TeacherEngine } from './teacher.ts';

/**
 * A model that is loaded in the engine, as a teacher. With `atOnce` problems side by side their requests fill the engine's
 * batches; the answers are the same as one by one.
 */
export const engineTeacher = (engine: TeacherEngine, atOnce = 1): Teacher => ({
  name: `engine:${engine.info.model}`,
  atOnce,
  prices: FREE,
  engineFor: () => engine,
});
