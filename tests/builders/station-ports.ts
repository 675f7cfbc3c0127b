import { freePorts } from './free-ports.ts'

/** The first words of the settings of all ports. */
export const PORT_NAMES = [
  'WEB',
  'TRACKER',
  'STORAGE',
  'MATCHING',
  'KAFIDX',
  'NOTIFICATIONS',
  'ACTIONS',
  'IMAGES',
  'ACCOUNTS',
  'STATISTICS',
  'ENRICH',
  'OFFERS',
  'METRICS',
] as const

/** Settings that put every station on a free port of this machine. */
export async function freeStationPorts(): Promise<Record<string, string>> {
  const ports = await freePorts(PORT_NAMES.length)
  return Object.fromEntries(PORT_NAMES.map((name, index) => [`${name}_PORT`, String(ports[index])]))
}
