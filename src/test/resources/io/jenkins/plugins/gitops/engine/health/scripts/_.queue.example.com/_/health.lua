local os = require("os")
local health = { status = "Healthy", message = "" }
local year, month, day, hour, min, sec =
  string.match(obj.status.lastSeen, "(%d+)%-(%d+)%-(%d+)T(%d+):(%d+):(%d+)Z")
local seen = os.time({ year = year, month = month, day = day, hour = hour, min = min, sec = sec })
if os.time() - seen > 60 then
  health.status = "Degraded"
  health.message = "not seen for " .. (os.time() - seen) .. " s"
end
return health
