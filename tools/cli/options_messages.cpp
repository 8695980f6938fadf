#include "tools/cli/option_table.hpp"

namespace zchat::cli {

namespace {

void addSend(const OptionTable &table) {
    const auto [app, options] = addCommand<SendOptions>(
        table, "send", "Send a message: the words, or else what stands on stdin");
    app->footer("Ends once the message is stored. All of stdin is one message, cut at 16 KiB "
                "between lines; with --batch the lines of a pipe that goes on for long are "
                "gathered.");
    const auto o = options;
    addTarget(*app, [o](Target to) { o->to = std::move(to); })->required();
    addWords(*app, "TEXT", "the message; without it stdin", [o](const auto &words) {
        o->text = joinedWords(words);
        if (o->text->empty())
            throw CLI::ValidationError("A message cannot be empty.");
    });
    addParsed(*app, "--batch", "send what came on stdin every so often: 1s, 500ms",
              "a time like 1s or 500ms", parseDuration,
              [o](std::chrono::milliseconds window) { o->batch = window; });
    app->add_flag("--code", o->code, "send it as a block of code");
    addSeq(*app, "--reply", "the seq of the message that this answers",
           [o](Seq seq) { o->reply = seq; });
    addWord(*app, "--data", "TYPE: send typed data; the text is then one JSON object",
            [o](std::string type) { o->dataType = std::move(type); });
    addWord(*app, "--fallback", "with --data: what people read",
            [o](std::string fallback) { o->fallback = std::move(fallback); });
    app->add_flag("--print-seq", o->printSeq, "print the seq of each message, one a line");
    app->add_flag("--keep", o->keep,
                  "leave what could not be sent in the outbox, for the next start");
    app->final_callback([o, &command = table.command] {
        if (o->batch && (o->text || o->dataType))
            throw CLI::ValidationError("--batch is for stdin, without TEXT or --data.");
        if (o->dataType && (o->code || o->reply))
            throw CLI::ValidationError("--data goes with neither --code nor --reply.");
        command = Command(*o);
    });
}

// ROOM SEQ, which all changes begin with.
template <class Content>
CLI::App *addChange(const OptionTable &table, const std::string &name,
                    const std::string &description, const std::shared_ptr<Content> &content,
                    const std::shared_ptr<ChangeOptions> &options) {
    CLI::App *app = table.app.add_subcommand(name, description);
    addTarget(*app, [options](Target room) { options->room = std::move(room); })->required();
    addSeq(*app, "SEQ", "the seq of the message", [content](Seq of) {
        content->of = of;
    })->required();
    app->final_callback([options, content, &command = table.command] {
        options->content = *content;
        command = Command(*options);
    });
    return app;
}

void addChanges(const OptionTable &table) {
    const auto edit = std::make_shared<wire::Edit>();
    const auto editOptions = std::make_shared<ChangeOptions>();
    editOptions->readBody = true;
    CLI::App *app =
        addChange(table, "edit", "Give a message of one's own a new text", edit, editOptions);
    addWords(*app, "TEXT", "the new text; without it stdin",
             [edit, editOptions](const auto &words) {
                 edit->body = joinedWords(words);
                 editOptions->readBody = false;
                 if (edit->body.empty())
                     throw CLI::ValidationError("A message cannot be empty; `delete` removes it.");
             });

    const auto redact = std::make_shared<wire::Redact>();
    app = addChange(table, "delete", "Remove a message; its number stays", redact,
                    std::make_shared<ChangeOptions>());
    addWord(*app, "--reason", "why, for everyone to read",
            [redact](std::string reason) { redact->reason = std::move(reason); });

    const auto react = std::make_shared<wire::React>();
    app = addChange(table, "react", "React to a message", react, std::make_shared<ChangeOptions>());
    addWord(*app, "EMOJI", "an emoji or a short word", [react](std::string emoji) {
        react->emoji = std::move(emoji);
    })->required();
    app->add_flag_callback(
        "--off", [react] { react->on = false; }, "take it back");

    const auto pin = std::make_shared<wire::Pin>();
    app = addChange(table, "pin", "Pin a message", pin, std::make_shared<ChangeOptions>());
    app->add_flag_callback(
        "--off", [pin] { pin->on = false; }, "unpin it");
}

} // namespace

void addMessageCommands(const OptionTable &table) {
    addSend(table);
    addChanges(table);
}

} // namespace zchat::cli
