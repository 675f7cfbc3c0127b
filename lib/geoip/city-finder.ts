/** Where an address is, as far as the data tells. */
export interface City {
  /** ISO 3166-1 alpha-2, `XX` when unknown. */
  readonly country: string
  /** English name, `XX` when unknown. */
  readonly city: string
}

/** What is told of an address nobody knows. */
export const UNKNOWN_CITY: City = { country: 'XX', city: 'XX' }

/** Finds cities by address. */
export interface CityFinder {
  /** The city of an IPv4 or IPv6 address; unknown for private addresses, anything else and undefined. */
  find(address: string | undefined): City
}

/** City data that was opened. */
export interface CityData extends CityFinder {
  /** When the oldest of its files was made, in milliseconds since 1970. */
  readonly builtAt: number
}
