/** Options of a find whose documents come in one answer, up to 16 MiB of them. Without it, the server sends the first 101 only, and the rest when asked again. */
export const IN_ONE_ANSWER = { batchSize: 1_000_000 } as const
