import { expect, test } from 'vitest'
import { joinKeepers } from '#lib/erasure/join-keepers.ts'
import type { PersonKeeper } from '#lib/erasure/person-keeper.ts'

let erased: string[] = []

function aKeeper(name: string, over: Partial<PersonKeeper> = {}): PersonKeeper {
  return {
    collect: (person) =>
      Promise.resolve({ files: { [`${name}.json`]: [person] }, pictures: [{ name, path: `/${name}` }] }),
    erase: async (person) => void erased.push(`${name} ${person}`),
    ...over,
  }
}

test('an export has the files and pictures of all', async () => {
  const bare = aKeeper('bare', { collect: () => Promise.resolve({ files: { 'bare.json': [] } }) })
  expect(await joinKeepers([aKeeper('a'), bare, aKeeper('b')]).collect('anna')).toEqual({
    files: { 'a.json': ['anna'], 'bare.json': [], 'b.json': ['anna'] },
    pictures: [
      { name: 'a', path: '/a' },
      { name: 'b', path: '/b' },
    ],
  })
})

test('an export without pictures has none', async () => {
  const bare = aKeeper('bare', { collect: () => Promise.resolve({ files: {} }) })
  expect(await joinKeepers([bare]).collect('anna')).toEqual({ files: {} })
})

test('two files of one name are a mistake: one of them would be lost', async () => {
  await expect(joinKeepers([aKeeper('a'), aKeeper('a')]).collect('anna')).rejects.toThrow('one name')
})

test('a deletion reaches all, also behind one that fails, and fails then', async () => {
  erased = []
  const failing = aKeeper('failing', { erase: () => Promise.reject(new Error('away')) })
  await expect(joinKeepers([failing, aKeeper('b')]).erase('anna')).rejects.toThrow('away')
  expect(erased).toEqual(['b anna'])
})

test('a device is released where devices are known', async () => {
  const released: string[] = []
  const knowing = aKeeper('knowing', {
    release: async (person, device) => void released.push(`${person} ${device}`),
  })
  await joinKeepers([aKeeper('a'), knowing]).release?.('anna', 'phone')
  expect(released).toEqual(['anna phone'])
})
