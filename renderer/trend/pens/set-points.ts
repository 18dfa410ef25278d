/**
 * Which tag is the set point of which: as the assets and the screens of the project say, else by the loop of its name (ISA-5.1:
 * `PIC-1303.SP` is that of `PT-1303`). Pure.
 */
interface Bound {
  readonly bind: Readonly<Record<string, string>>;
}

const CONTROLLER = /^([A-Z])IC-(.+)\.SP$/;

/** Tag of the set point by the tag of what is measured. What the project says goes before names. */
export function setPointsOf(names: Iterable<string>, bound: readonly Bound[]): ReadonlyMap<string, string> {
  const known = new Set(names);
  const found = new Map<string, string>();
  for (const name of known) {
    const [, letter, loop] = CONTROLLER.exec(name) ?? [];
    if (letter === undefined || loop === undefined) continue;
    const measured = [`${letter}T-${loop}`, `${letter}I-${loop}`].find(tag => known.has(tag));
    if (measured !== undefined) found.set(measured, name);
  }
  for (const { bind } of bound) {
    const { value, outlet, setpoint } = bind;
    const measured = value ?? outlet;
    if (measured !== undefined && setpoint !== undefined && known.has(measured) && known.has(setpoint))
      found.set(measured, setpoint);
  }
  return found;
}
