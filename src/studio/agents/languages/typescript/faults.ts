import { JAVASCRIPT_FAULTS } from '../javascript/faults.ts';

/** Types are taken off, not checked: what goes wrong in JavaScript goes wrong here. */
export const TYPESCRIPT_FAULTS = JAVASCRIPT_FAULTS;
