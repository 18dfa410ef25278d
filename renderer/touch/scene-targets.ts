/** What can be pressed on a mimic, with the area that answers. A word and the drawing of the same equipment are one. */
import type { TargetBox } from './finger.ts';

export interface SceneTarget {
  readonly element: Element;
  readonly name: string;
  readonly box: TargetBox;
}

/** Around a target: what of it answers to a press. */
const AREA = ':scope > .hit, .alarm-hit';

/** Every target of the mimic that `pressed` belongs to; none elsewhere. */
export function sceneTargets(pressed: Element): readonly SceneTarget[] {
  const scene = pressed.closest('.scene');
  if (scene === null) return [];
  return [...scene.querySelectorAll('[role="button"], [role="link"]')].map(element => {
    const { left, top, width, height } = (element.querySelector(AREA) ?? element).getBoundingClientRect();
    return {
      element,
      name: element.getAttribute('data-name') ?? element.getAttribute('aria-label') ?? '',
      box: { left, top, width, height },
    };
  });
}

/** The first of each name. */
export function byName<T extends { readonly name: string }>(targets: readonly T[]): readonly T[] {
  return targets.filter(({ name }, i) => targets.findIndex(other => other.name === name) === i);
}
