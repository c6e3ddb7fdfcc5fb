import type { Page } from 'playwright-core';

type Colour = [red: number, green: number, blue: number, alpha: number];

interface Painted {
  text: string;
  colour: Colour;
  /** Backgrounds from the text's own element outwards. */
  grounds: Colour[];
}

/** The texts on the page whose contrast (WCAG 2) is below `ratio`, what is switched off aside. */
export async function textBelow(page: Page, ratio: number): Promise<string[]> {
  const painted = await page.evaluate((): Painted[] => {
    const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true })!;
    const read = [...document.querySelectorAll<HTMLElement>('#app *')].filter(
      (element) =>
        [...element.childNodes].some((node) => node instanceof Text && node.data.trim() !== '') &&
        element.checkVisibility() &&
        !element.closest('[aria-disabled="true"], .hidden-label'),
    );
    return read.map((element) => {
      const colours: string[] = [getComputedStyle(element).color];
      for (let at: Element | null = element; at; at = at.parentElement)
        colours.push(getComputedStyle(at).backgroundColor);
      const [colour, ...grounds] = colours.map((name): Colour => {
        canvas.clearRect(0, 0, 1, 1);
        canvas.fillStyle = name;
        canvas.fillRect(0, 0, 1, 1);
        const [red, green, blue, alpha] = canvas.getImageData(0, 0, 1, 1).data;
        return [red!, green!, blue!, alpha! / 255];
      });
      return { text: element.textContent!.slice(0, 40), colour: colour!, grounds };
    });
  });
  return painted.flatMap(({ text, colour, grounds }) => {
    const ground = grounds.reduceRight((below, above) => over(above, below));
    const contrast = contrastOf(over(colour, ground), ground);
    return contrast < ratio ? [`${text}: ${contrast.toFixed(2)}`] : [];
  });
}

function over([red, green, blue, alpha]: Colour, below: Colour): Colour {
  const mix = (a: number, b: number) => a * alpha + b * (1 - alpha);
  return [mix(red, below[0]), mix(green, below[1]), mix(blue, below[2]), 1];
}

function contrastOf(a: Colour, b: Colour): number {
  const [darker, lighter] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (lighter! + 0.05) / (darker! + 0.05);
}

/** Relative luminance, WCAG 2.2, section 9. */
function luminance([red, green, blue]: Colour): number {
  const linear = (byte: number) => {
    const value = byte / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}
