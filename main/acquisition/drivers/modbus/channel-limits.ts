/** When a connection or the device behind it is believed, and for how long. */

/** A device that has answered so lately is there to carry out a write, ms; a scan every 100 ms proves it all the time. */
export const HEARD_MS = 250;
/**
 * Attempts at renewing a connection that worked before its devices are called lost: a serial server may have only one to give. A port
 * of this computer that has vanished is not waited for.
 */
export const RENEWALS = 2;
/**
 * Connections in a row that the device ended without an answer before it is left alone for a while. One may be the fault of the
 * very request that went first; the others are asked on the next one.
 */
export const MOST_FRUITLESS = 2;
