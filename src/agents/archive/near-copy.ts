import { type Signature, signatureOf, similarity } from '../../minhash.ts';

/** Statements that share so many of their runs of words are one problem told twice. */
const NEAR = 0.6;

/** A statement's MinHash signature, whatever its signs and lines. */
export const statementSignature = (statement: string): Signature =>
  signatureOf(statement.replace(/[^\p{L}\p{N}]+/gu, ' '));

export const isNearCopy = (p: Signature, q: Signature): boolean => similarity(p, q) >= NEAR;
