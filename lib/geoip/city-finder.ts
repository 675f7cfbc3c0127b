/** The location of an address according to the data. */
export interface City {
  /** ISO 3166-1 alpha-2, `XX` when unknown. */
  readonly country: string
  /** English name, `XX` when unknown. */
  readonly city: string
}

/** The result for an unknown address. */
export const UNKNOWN_CITY: City = { country: 'XX', city: 'XX' }

/** Finds cities by address. */
export interface CityFinder {
  /** Finds the city of an IPv4 or IPv6 address; `UNKNOWN_CITY` for private addresses, other text and undefined. */
  find(address: string | undefined): City
}

/** Opened city data. */
export interface CityData extends CityFinder {
  /** Build time of the oldest file, in milliseconds since 1970. */
  readonly builtAt: number
}
