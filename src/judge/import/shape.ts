import type { Reader } from './reader.ts';

/** Looks at one value of a file that is kept as it is; throws `ImportError` where it is not what it should be. */
export type Check = (field: Reader) => unknown;

export const text: Check = (field) => field.text();
/** Text with something in it. */
export const name: Check = (field) => field.name();
export const bool: Check = (field) => field.bool();
/** A number from 0 on. */
export const amount = (field: Reader): number => field.number(0, Number.MAX_SAFE_INTEGER);
/** A whole number from 0 on. */
export const whole = (field: Reader): number => {
  const number = amount(field);
  return Number.isInteger(number) ? number : field.fail(`is ${number}; it should be a whole number.`);
};
export const between =
  (min: number, max: number): Check =>
  (field) =>
    field.number(min, max);
export const oneOf =
  (choices: readonly string[]): Check =>
  (field) =>
    field.oneOf(choices);

/** These fields, each by its own check; others are let be. */
export const fields =
  (shape: Readonly<Record<string, Check>>): Check =>
  (object) => {
    for (const [key, check] of Object.entries(shape)) check(object.at(key));
  };

/** Several fields that are alike. */
export const alike = (check: Check, ...keys: string[]): Record<string, Check> =>
  Object.fromEntries(keys.map((key) => [key, check]));

export const listOf =
  (check: Check): Check =>
  (list) => {
    for (const item of list.items()) check(item);
  };

/** An object of values under any names. */
export const mapOf =
  (check: Check): Check =>
  (object) => {
    for (const [, value] of object.entries()) check(value);
  };

export const orNull =
  <T>(check: (field: Reader) => T) =>
  (field: Reader): T | null =>
    field.value === null ? null : check(field);

export const ifThere =
  (check: Check): Check =>
  (field) => {
    if (!field.missing) check(field);
  };
