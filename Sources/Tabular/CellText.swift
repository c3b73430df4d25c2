/// A boolean cell's value, in any of the ways databases and people write it; `nil` when it is none.
func boolean(_ cell: String) -> Bool? {
  switch cell {
  case "t", "true", "yes": true
  case "f", "false", "no": false
  default: nil
  }
}

/// A boolean cell as people read it. What is not a boolean is shown as it is, which loses nothing.
func yesOrNo(_ cell: String) -> String {
  guard let value = boolean(cell) else { return cell }
  return value ? "yes" : "no"
}
