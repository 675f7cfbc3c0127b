import { readConfig, type ConfigOf, type ConfigSpec } from '#lib/config/read-config.ts'
import { settings } from '#lib/config/settings.ts'
import type { Station, StationDeclaration } from '#lib/station/station.ts'

/** Declares a station: its name, its port setting, its other settings, and how it starts. */
export function defineStation<Spec extends ConfigSpec>(declaration: StationDeclaration<Spec>): Station {
  const { name, port, spec, open } = declaration
  const whole = { ...spec, host: settings.HOST, port }
  return {
    name,
    spec: whole,
    configure: (environment) => {
      // Read together, so that mistakes in the address and in the rest are reported together.
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the compiler cannot merge the two specs' values
      const config = readConfig(whole, environment) as ConfigOf<Spec> & { host: string; port: number }
      return { host: config.host, port: config.port, open: (context) => open(config, context) }
    },
  }
}
