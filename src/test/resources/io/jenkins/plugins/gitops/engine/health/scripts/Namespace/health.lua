if obj.status.phase == "Active" then
  return { status = "Healthy" }
end
