// The words of the window in another language, all of them.
#include <QApplication>
#include <QFile>
#include <QXmlStreamReader>

#include "gui/model/language.hpp"
#include "tests/gui/own_stage.hpp"
#include "tests/support/catch.hpp"

using namespace zchat;
using namespace zchat::gui;
using namespace zchat::gui::test;

namespace {

struct Message {
    QString context;
    QString source;
    QString translation;
    bool isFinished = true;
};

std::vector<Message> messagesOf(const QString &language) {
    QFile file(QString(ZCHAT_SOURCE) + "/gui/translations/zchat_" + language + ".ts");
    REQUIRE(file.open(QIODevice::ReadOnly));
    QXmlStreamReader reader(&file);
    std::vector<Message> messages;
    Message message;
    while (!reader.atEnd()) {
        reader.readNext();
        if (reader.isStartElement() && reader.name() == u"name")
            message.context = reader.readElementText();
        if (reader.isStartElement() && reader.name() == u"source")
            message.source = reader.readElementText();
        if (reader.isStartElement() && reader.name() == u"translation") {
            message.isFinished = !reader.attributes().hasAttribute("type");
            message.translation = reader.readElementText(QXmlStreamReader::IncludeChildElements);
            messages.push_back(message);
        }
    }
    return messages;
}

// Back to English, from left to right, whatever a test did.
struct Spoken {
    explicit Spoken(const QString &code) { speak(code); }
    ~Spoken() {
        speak("en");
        QLocale::setDefault(before);
    }
    Spoken(const Spoken &) = delete;
    Spoken &operator=(const Spoken &) = delete;
    QLocale before;
};

} // namespace

TEST_CASE("language: no message is without its translation") {
    for (const Language &language : languagesSpoken()) {
        if (language.code == "en")
            continue;
        const std::vector<Message> messages = messagesOf(language.code);
        CHECK(messages.size() > 250);
        for (const Message &message : messages) {
            INFO(message.context.toStdString() << ": " << message.source.toStdString());
            CHECK(message.isFinished);
            CHECK_FALSE(message.translation.trimmed().isEmpty());
            for (const char *place : {"%1", "%2", "%3", "%n"})
                CHECK(message.source.contains(place) == message.translation.contains(place));
        }
    }
}

TEST_CASE("language: the window speaks German when it is chosen") {
    const Spoken german("de");
    OwnStage stage;
    CHECK(stage.window.sidebar().serverBar().stateWords() == "verbunden");
    CHECK(stage.window.composer().sendButton().text() == "Senden");
    CHECK(stage.box().placeholderText() == "Nachricht an #lobby");
    // Free functions, too, which name contexts of their own.
    CHECK(QCoreApplication::translate("words", "%1 joined") == "%1 ist beigetreten");
    for (const Message &message : messagesOf("de"))
        if (!message.source.contains("%n")) {
            INFO(message.source.toStdString());
            CHECK(QCoreApplication::translate(message.context.toUtf8(), message.source.toUtf8()) ==
                  message.translation);
        }
}

TEST_CASE("language: the window's direction follows it; what is not spoken is English") {
    for (const char *code : {"ar", "he"}) {
        const Spoken spoken(code);
        CHECK(QApplication::layoutDirection() == Qt::RightToLeft);
        OwnStage stage;
        CHECK(stage.window.composer().sendButton().text() == "Send");
    }
    CHECK(QApplication::layoutDirection() == Qt::LeftToRight);
}
