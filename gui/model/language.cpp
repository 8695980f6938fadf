#include "gui/model/language.hpp"

#include <QApplication>
#include <QLibraryInfo>
#include <QLocale>
#include <QTranslator>

// Outside of every namespace, as the macro wants it.
static void loadTranslations() {
    Q_INIT_RESOURCE(translations);
}

namespace zchat::gui {

namespace {

// Free functions name a context of their own choice, which the tool that collects words cannot see:
// what is not there under their name stands under that of the namespace
// (tools/update-translations).
class Words final : public QTranslator {
public:
    using QTranslator::QTranslator;
    [[nodiscard]] QString translate(const char *context, const char *source, const char *note,
                                    int count) const override {
        const QString found = QTranslator::translate(context, source, note, count);
        return found.isNull() ? QTranslator::translate("zchat::gui", source, note, count) : found;
    }
};

// Kept with the application, so that the last one is taken away when another comes.
void install(const QString &slot, const QLocale &locale, const QString &file,
             const QString &folder) {
    if (auto *old = qApp->findChild<QTranslator *>(slot)) {
        QCoreApplication::removeTranslator(old);
        delete old;
    }
    auto *translator = new Words(qApp);
    translator->setObjectName(slot);
    if (translator->load(locale, file, "_", folder))
        QCoreApplication::installTranslator(translator);
}

} // namespace

const std::vector<Language> &languagesSpoken() {
    static const std::vector<Language> languages{{"en", "English"}, {"de", "Deutsch"}};
    return languages;
}

void speak(const QString &code) {
    loadTranslations();
    const QLocale system = QLocale::system();
    const bool isOfSystem = code.isEmpty() || system.language() == QLocale(code).language();
    const QLocale locale = isOfSystem ? system : QLocale(code);
    // Formats of times and numbers stay the system's where the language is.
    QLocale::setDefault(locale);
    install("zchat-words", locale, "zchat", ":/zchat/i18n");
    // Qt's own buttons and file dialog, where the distribution has them.
    install("qt-words", locale, "qtbase", QLibraryInfo::path(QLibraryInfo::TranslationsPath));
    QApplication::setLayoutDirection(locale.textDirection());
}

} // namespace zchat::gui
