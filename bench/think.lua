-- Each connection waits a random time before its next call. The argument after `--` is the mean in milliseconds. So the calls of
-- many connections are independent of each other, like those of many phones.
function init(args)
  mean = tonumber(args[1])
  math.randomseed(os.time())
end

function delay()
  return math.floor(-math.log(1 - math.random()) * mean + 0.5)
end
