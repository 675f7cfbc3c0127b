import { expect, test } from 'vitest'
import { createCollector } from './create-collector.ts'

const MIB = 1_048_576

/** A process whose memory is set by the test; a collection frees all but 100 MiB. */
function openProcess() {
  const memory = { bytes: 100 * MIB, collections: 0 }
  const collect = createCollector(
    () => memory.bytes,
    () => {
      memory.collections += 1
      memory.bytes = 100 * MIB
    },
  )
  return { memory, collect }
}

test('collects once the process has grown by more than 12 MiB', () => {
  const { memory, collect } = openProcess()
  memory.bytes = 112 * MIB
  expect(collect()).toBe(false)
  memory.bytes = 113 * MIB
  expect(collect()).toBe(true)
  expect(memory).toEqual({ bytes: 100 * MIB, collections: 1 })
})

test('counts the growth since the lowest memory, which the system may have taken back', () => {
  const { memory, collect } = openProcess()
  memory.bytes = 60 * MIB
  expect(collect()).toBe(false)
  memory.bytes = 80 * MIB
  expect(collect()).toBe(true)
})

test('does not collect again and again when nothing more can be freed', () => {
  const memory = { bytes: 100 * MIB, collections: 0 }
  const collect = createCollector(
    () => memory.bytes,
    () => void (memory.collections += 1),
  )
  memory.bytes = 500 * MIB
  for (let round = 0; round < 10; round += 1) collect()
  expect(memory.collections).toBe(1)
})
