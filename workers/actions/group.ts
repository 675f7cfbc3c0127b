/** The consumer group of the actions. */
export const GROUP = 'actions'
