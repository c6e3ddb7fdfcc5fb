const DIRECTIONS: Record<string, [x: number, y: number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/**
 * Moves the focus among the buttons of `event.currentTarget` to the nearest one in the arrow's direction, by
 * where they stand on the page. To be used as an `onKeyDown` handler.
 */
export function moveWithArrows(event: KeyboardEvent): void {
  const direction = DIRECTIONS[event.key];
  const container = event.currentTarget as HTMLElement;
  const focused = event.target as HTMLElement;
  if (!direction || focused.tagName !== 'BUTTON' || event.ctrlKey || event.altKey || event.metaKey) return;
  const [x, y] = middle(focused);
  let nearest: { button: HTMLButtonElement; distance: number } | null = null;
  for (const button of container.querySelectorAll('button')) {
    const [dx, dy] = [middle(button)[0] - x, middle(button)[1] - y];
    const along = dx * direction[0] + dy * direction[1];
    const across = Math.abs(dx * direction[1]) + Math.abs(dy * direction[0]);
    if (button === focused || along < 4) continue;
    const distance = along + 3 * across;
    if (!nearest || distance < nearest.distance) nearest = { button, distance };
  }
  if (!nearest) return;
  event.preventDefault();
  nearest.button.focus();
}

function middle(element: HTMLElement): [x: number, y: number] {
  const { left, right, top, bottom } = element.getBoundingClientRect();
  return [(left + right) / 2, (top + bottom) / 2];
}
