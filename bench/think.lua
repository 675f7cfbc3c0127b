-- Each connection waits before it calls again, by a random time whose mean in milliseconds is given behind `--`: the calls of
-- many connections come as those of many phones do, whether others have their answers or not.
function init(args)
  mean = tonumber(args[1])
  math.randomseed(os.time())
end

function delay()
  return math.floor(-math.log(1 - math.random()) * mean + 0.5)
end
