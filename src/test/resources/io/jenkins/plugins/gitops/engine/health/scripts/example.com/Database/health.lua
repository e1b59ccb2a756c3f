local health = { status = "Progressing", message = "Waiting for the database" }

if obj.status == nil or obj.status.conditions == nil then
  return health
end

local reasons = {}
for _, condition in ipairs(obj.status.conditions) do
  if condition.type == "Unused" then
    goto continue
  end
  if condition.status == "False" then
    table.insert(reasons, string.format("%s: %s", condition.type, condition.message or "no message"))
  elseif condition.type == "Ready" then
    health.status = "Healthy"
    health.message = ""
  end
  ::continue::
end

if table.getn(reasons) > 0 then
  table.sort(reasons)
  health.status = "Degraded"
  health.message = table.concat(reasons, ", ")
end
return health
