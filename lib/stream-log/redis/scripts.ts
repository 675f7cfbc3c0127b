/** Name of the Redis entry field with the event. */
export const VALUE_FIELD = 'e'

/**
 * KEYS: stream, books · ARGV: group. Creates a missing group at the first remaining entry, and stores the number of entries
 * removed before: they are not in its books.
 */
export const ENSURE_GROUP = `
local gone = 0
if redis.call('EXISTS', KEYS[1]) == 1 then
  for _, fields in ipairs(redis.call('XINFO', 'GROUPS', KEYS[1])) do
    for at = 1, #fields, 2 do
      if fields[at] == 'name' and fields[at + 1] == ARGV[1] then return 0 end
    end
  end
  local info, fields = {}, redis.call('XINFO', 'STREAM', KEYS[1])
  for at = 1, #fields, 2 do info[fields[at]] = fields[at + 1] end
  gone = info['entries-added'] - info['length']
end
redis.call('XGROUP', 'CREATE', KEYS[1], ARGV[1], '0', 'MKSTREAM', 'ENTRIESREAD', gone)
redis.call('DEL', KEYS[2])
redis.call('HSET', KEYS[2], 'gone', gone)
return 1`

/** KEYS: stream · ARGV: name of the field, then the value of each entry. Appends the entries in this order, all or none. */
export const APPEND = `
for at = 2, #ARGV do redis.call('XADD', KEYS[1], '*', ARGV[1], ARGV[at]) end
return #ARGV - 1`

/**
 * KEYS: stream, books · ARGV: group, then for each outcome its name, the number of ids, and the ids. Acks and counts in one
 * step, so that the books always balance. An id that was not pending is not counted.
 */
export const ACK = `
local at = 2
while at <= #ARGV do
  local outcome, count = ARGV[at], tonumber(ARGV[at + 1])
  local acked = 0
  for first = at + 2, at + 1 + count, 1000 do
    acked = acked + redis.call('XACK', KEYS[1], ARGV[1], unpack(ARGV, first, math.min(first + 999, at + 1 + count)))
  end
  if acked > 0 then redis.call('HINCRBY', KEYS[2], outcome, acked) end
  at = at + 2 + count
end
return 1`

/**
 * KEYS: stream · ARGV: retention in ms. Removes older entries that every group has finished. The limit of a group is its
 * oldest pending id, or the id after the last delivered one, read in the same step as the trim.
 */
export const TRIM = `
local function less(a, b)
  local am, as = string.match(a, '(%d+)-(%d+)')
  local bm, bs = string.match(b, '(%d+)-(%d+)')
  am, as, bm, bs = tonumber(am), tonumber(as), tonumber(bm), tonumber(bs)
  return am < bm or (am == bm and as < bs)
end
if redis.call('EXISTS', KEYS[1]) == 0 then return 0 end
local groups = redis.call('XINFO', 'GROUPS', KEYS[1])
if #groups == 0 then return 0 end
local now = redis.call('TIME')
local limit = string.format('%.0f-0', tonumber(now[1]) * 1000 + math.floor(tonumber(now[2]) / 1000) - tonumber(ARGV[1]) + 1)
for _, fields in ipairs(groups) do
  local info = {}
  for at = 1, #fields, 2 do info[fields[at]] = fields[at + 1] end
  local oldest = redis.call('XPENDING', KEYS[1], info['name'])[2]
  if not oldest then
    local ms, seq = string.match(info['last-delivered-id'], '(%d+)-(%d+)')
    oldest = ms .. '-' .. string.format('%.0f', tonumber(seq) + 1)
  end
  if less(oldest, limit) then limit = oldest end
end
return redis.call('XTRIM', KEYS[1], 'MINID', '=', limit)`

/**
 * KEYS: one for each claim · ARGV: time to live in ms, then the token of each claim. Returns a digit for each claim: 1 when the
 * key was free, or already belonged to the token.
 */
export const CLAIM = `
local won = {}
for at = 1, #KEYS do
  local holder = redis.call('SET', KEYS[at], ARGV[at + 1], 'NX', 'GET', 'PX', ARGV[1])
  won[at] = (not holder or holder == ARGV[at + 1]) and '1' or '0'
end
return table.concat(won)`

/** KEYS: stream · ARGV: group. Returns: entries ever added, entries the group has read, its last delivered id, the newest id. */
export const GROUP_PLACE = `
local function named(fields)
  local map = {}
  for at = 1, #fields, 2 do map[fields[at]] = fields[at + 1] end
  return map
end
local stream = named(redis.call('XINFO', 'STREAM', KEYS[1]))
for _, fields in ipairs(redis.call('XINFO', 'GROUPS', KEYS[1])) do
  local group = named(fields)
  if group['name'] == ARGV[1] then
    return {stream['entries-added'], group['entries-read'] or 0, group['last-delivered-id'], stream['last-generated-id']}
  end
end
return {}`

/** KEYS: stream · ARGV: an id, and the newest id. Returns how many of the next 1,000 entries exist, and the last id. */
export const COUNT_BEHIND = `
local page = redis.call('XRANGE', KEYS[1], '(' .. ARGV[1], ARGV[2], 'COUNT', 1000)
return {#page, #page == 0 and ARGV[2] or page[#page][1]}`

/**
 * KEYS: stream, books · ARGV: group, run id of the server, number of missing entries. Adds this number to the entries that the
 * group has read, once per run id: only the first caller changes it.
 */
export const RECOUNT = `
if redis.call('HGET', KEYS[2], 'server') == ARGV[2] then return 0 end
for _, fields in ipairs(redis.call('XINFO', 'GROUPS', KEYS[1])) do
  local group = {}
  for at = 1, #fields, 2 do group[fields[at]] = fields[at + 1] end
  if group['name'] == ARGV[1] then
    redis.call('HSET', KEYS[2], 'server', ARGV[2])
    if tonumber(ARGV[3]) == 0 then return 0 end
    local read = (group['entries-read'] or 0) + ARGV[3]
    redis.call('XGROUP', 'SETID', KEYS[1], ARGV[1], group['last-delivered-id'], 'ENTRIESREAD', read)
    return 1
  end
end
return 0`
