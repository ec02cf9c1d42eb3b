import Foundation

/// The path of a new YAML file with these settings, as `--config` takes one.
func configurationFile(_ yaml: String) throws -> String {
    let url = FileManager.default.temporaryDirectory.appending(path: "chorale-\(UUID().uuidString).yaml")
    try Data(yaml.utf8).write(to: url)
    return url.path
}
