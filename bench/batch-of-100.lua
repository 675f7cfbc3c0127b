-- For wrk: each call is a batch of a hundred positions of a hundred phones.
local events = {}
for i = 1, 100 do
  events[i] = string.format('{"type":"geo","di":"phone-%d","params":{"lt":"52.%04d","lg":"13.4132","a":12}}', i, i)
end
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
wrk.body = '{"batch":[' .. table.concat(events, ",") .. "]}"
