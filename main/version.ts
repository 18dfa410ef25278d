/** Kept equal to package.json by a test: reading that file at run time would tie every host to its place on disk. */
export const VERSION = '0.1.0';
