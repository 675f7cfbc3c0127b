/** Profiles of printing presses have up to 3 MB; a larger one is ignored. */
export const PROFILE_BYTES_MAX = 4 * 1_048_576
