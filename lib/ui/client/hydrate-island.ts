import { h, hydrate, type ComponentType } from 'preact'
import { ISLAND, PROPS } from '#lib/ui/components/island.tsx'

/** Brings an island to life: the component takes over the HTML that the server made of it. Typed text and focus stay. */
export function hydrateIsland<Props extends object>(name: string, component: ComponentType<Props>): void {
  const place = document.querySelector(`[${ISLAND}="${name}"]`)
  const json = place?.getAttribute(PROPS)
  if (place === null || json === null || json === undefined)
    throw new Error(`This page has no island "${name}"`)
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the server wrote the props of this component
  hydrate(h(component, JSON.parse(json) as Props), place)
}
