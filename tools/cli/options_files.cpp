#include "tools/cli/option_table.hpp"

namespace zchat::cli {

namespace {

void addProgress(CLI::App &app, std::optional<bool> &progress) {
    app.add_flag_callback(
        "--progress", [&progress] { progress = true; },
        "tell on stderr how far it is; else only on a terminal");
    app.add_flag_callback(
        "--no-progress", [&progress] { progress = false; }, "not on a terminal either");
}

void addUpload(const OptionTable &table) {
    const auto [app, options] =
        addCommand<UploadOptions>(table, "upload", "Send files into a room");
    app->footer("Interrupted or cut off, it goes on where it was when the same is asked again.");
    const auto o = options;
    addWords(*app, "FILE", "what to send", [o](std::vector<std::string> files) {
        o->files = std::move(files);
    })->required();
    addTarget(
        *app, [o](Target room) { o->room = std::move(room); }, "--room")
        ->required();
    addWord(*app, "--caption", "words that stand with the first of them",
            [o](std::string caption) { o->caption = std::move(caption); });
    addSeq(*app, "--reply", "the seq of the message that the first of them answers",
           [o](Seq seq) { o->reply = seq; });
    app->add_flag("--print-seq", o->printSeq, "print the seq of each, one a line");
    addProgress(*app, o->progress);
}

void addDownload(const OptionTable &table) {
    const auto [app, options] =
        addCommand<DownloadOptions>(table, "download", "Save the file of a message");
    app->footer("Prints where it was saved: under a safe name of its own that is not taken, or "
                "exactly as --output says. Interrupted or cut off, it goes on where it was when "
                "the same is asked again.");
    const auto o = options;
    addTarget(*app, [o](Target room) { o->room = std::move(room); })->required();
    addSeq(*app, "SEQ", "the seq of the message", [o](Seq seq) { o->seq = seq; })->required();
    CLI::Option *output =
        addWord(*app, "-o,--output", "FILE: save it exactly there, over what there may be",
                [o](std::string file) { o->output = std::move(file); });
    addWord(*app, "--folder", "DIR: where to save it; else here", [o](std::string folder) {
        o->folder = std::move(folder);
    })->excludes(output);
    addProgress(*app, o->progress);
}

} // namespace

void addFileCommands(const OptionTable &table) {
    addUpload(table);
    addDownload(table);
}

} // namespace zchat::cli
