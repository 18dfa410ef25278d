/**
 * The one barometer of the demo station. Gauge and absolute pressure differ by it everywhere in the plant; whoever writes the
 * number anew makes a balance that does not close.
 */

/** Standard atmosphere, also the pressure of the standard conditions (GB/T 21391), MPa absolute. */
export const ATMOSPHERE_MPA = 0.101325;
