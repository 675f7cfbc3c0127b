import type { Fault } from './fault.ts'

/** Redis is stopped with SIGTERM, and started again later. */
const redisStopped: Fault = {
  name: 'redis-stopped',
  on: ['redis'],
  async strike({ redis }, _, lastMs) {
    await redis.stop()
    await Bun.sleep(lastMs)
    await redis.start()
  },
}

/** Redis is killed, and started again immediately. */
const redisRestarted: Fault = {
  name: 'redis-restarted',
  on: ['redis'],
  async strike({ redis }) {
    await redis.kill()
    await redis.start()
  },
}

/** Redis is suspended; its connections stay open. */
const redisFrozen: Fault = {
  name: 'redis-frozen',
  on: ['redis'],
  async strike({ redis }, _, lastMs) {
    redis.freeze()
    await Bun.sleep(lastMs)
    redis.thaw()
  },
}

/** Redis answers late: before the time-out or after it. */
const redisSlow: Fault = {
  name: 'redis-slow',
  on: ['link'],
  async strike({ proxy }, random, lastMs) {
    proxy.delay(50 + random() * 1_500)
    await Bun.sleep(lastMs)
    proxy.delay(0)
  },
}

/** Redis has no memory left. */
const redisFull: Fault = {
  name: 'redis-full',
  on: ['redis'],
  async strike({ redis }, _, lastMs) {
    await redis.configure('maxmemory', '1000000')
    await Bun.sleep(lastMs)
    await redis.configure('maxmemory', '1gb')
  },
}

/** Redis appends, and its answers are lost. */
const answersLost: Fault = {
  name: 'answers-lost',
  on: ['link'],
  async strike({ proxy }, _, lastMs) {
    proxy.swallow(true)
    await Bun.sleep(lastMs)
    proxy.cut()
    proxy.swallow(false)
  },
}

/** The connection to Redis breaks repeatedly. */
const connectionCut: Fault = {
  name: 'connection-cut',
  on: ['link'],
  async strike({ proxy }, random, lastMs) {
    for (let left = lastMs; left > 0;) {
      proxy.cut()
      const waitMs = 20 + random() * 300
      await Bun.sleep(waitMs)
      left -= waitMs
    }
  },
}

/** The disk of the spool is full while Redis is down. */
const diskFull: Fault = {
  name: 'disk-full',
  on: ['disk', 'redis'],
  async strike({ redis, disk }, _, lastMs) {
    await disk.fill()
    await redis.kill()
    await Bun.sleep(lastMs)
    await disk.clear()
    await Bun.sleep(lastMs)
    await redis.start()
  },
}

/** The tracker is killed once or twice. */
const trackerKilled: Fault = {
  name: 'tracker-killed',
  on: ['tracker'],
  async strike({ tracker }, random, lastMs) {
    const times = 1 + Math.floor(random() * 2)
    for (let time = 0; time < times; time += 1) {
      await tracker.kill()
      await tracker.start()
      await Bun.sleep((random() * lastMs) / times)
    }
  },
}

/** The tracker is stopped with SIGTERM, and started again. */
const trackerStopped: Fault = {
  name: 'tracker-stopped',
  on: ['tracker'],
  async strike({ tracker }) {
    await tracker.stop()
    await tracker.start()
  },
}

/** The tracker is killed while Redis is down and its events are in the spool. */
const trackerKilledSpooling: Fault = {
  name: 'tracker-killed-spooling',
  on: ['redis', 'tracker'],
  async strike({ redis, tracker }, random, lastMs) {
    await redis.kill()
    await Bun.sleep(random() * lastMs)
    await tracker.kill()
    await tracker.start()
    await Bun.sleep(random() * lastMs)
    await redis.start()
  },
}

/** The tracker is killed while it drains the spool into the stream. */
const trackerKilledDraining: Fault = {
  name: 'tracker-killed-draining',
  on: ['redis', 'tracker'],
  async strike({ redis, tracker }, random, lastMs) {
    await redis.kill()
    await Bun.sleep(lastMs)
    await redis.start()
    await Bun.sleep(random() * 150)
    await tracker.kill()
    await tracker.start()
  },
}

/** All faults. A new fault needs one line here. */
export const ALL_FAULTS: readonly Fault[] = [
  trackerKilled,
  redisRestarted,
  answersLost,
  redisStopped,
  redisFrozen,
  redisSlow,
  redisFull,
  connectionCut,
  diskFull,
  trackerStopped,
  trackerKilledSpooling,
  trackerKilledDraining,
]
