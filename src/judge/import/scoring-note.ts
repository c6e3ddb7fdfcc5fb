/** Said under the statement of a problem that its source scores in points; tests themselves pass or fail. */
export const SCORING_NOTE =
  '*This problem gives points for groups of tests. Here a program is accepted if it passes all of them; part of the points is not counted.*';
