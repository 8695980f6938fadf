#include "gui/timeline/timeline_accessible.hpp"

#include <QAccessible>
#include <QAccessibleWidget>
#include <QPointer>
#include <map>

#include "gui/timeline/timeline_view.hpp"

namespace zchat::gui {

namespace {

constexpr int gatherMs = 300;
constexpr qsizetype spokenAlone = 3;
constexpr std::size_t mostChildren = 2 * TimelineModel::windowRows;

class MessageInterface final : public QAccessibleInterface, public QAccessibleActionInterface {
public:
    MessageInterface(TimelineView &view, RowKey key)
        : view_(&view)
        , key_(key) {}

    [[nodiscard]] bool isValid() const override { return row().has_value(); }
    [[nodiscard]] QObject *object() const override { return nullptr; }
    [[nodiscard]] QWindow *window() const override {
        return view_ ? view_->window()->windowHandle() : nullptr;
    }
    [[nodiscard]] QAccessibleInterface *parent() const override {
        return view_ ? QAccessible::queryAccessibleInterface(view_) : nullptr;
    }
    [[nodiscard]] QAccessibleInterface *child(int) const override { return nullptr; }
    [[nodiscard]] QAccessibleInterface *childAt(int, int) const override { return nullptr; }
    [[nodiscard]] int childCount() const override { return 0; }
    [[nodiscard]] int indexOfChild(const QAccessibleInterface *) const override { return -1; }
    [[nodiscard]] QString text(QAccessible::Text kind) const override {
        if (kind != QAccessible::Name || !isValid())
            return {};
        return view_->timeline().data(index(), Qt::AccessibleTextRole).toString();
    }
    void setText(QAccessible::Text, const QString &) override {}
    [[nodiscard]] QAccessible::Role role() const override { return QAccessible::ListItem; }
    [[nodiscard]] QRect rect() const override {
        if (!isValid())
            return {};
        const QRect shown = view_->visualRect(index());
        return {view_->viewport()->mapToGlobal(shown.topLeft()), shown.size()};
    }
    [[nodiscard]] QAccessible::State state() const override {
        QAccessible::State state;
        if (!isValid()) {
            state.invalid = true;
            return state;
        }
        const QRect shown = view_->visualRect(index());
        state.focusable = true;
        state.readOnly = true;
        state.focused = view_->hasFocus() && view_->currentIndex() == index();
        state.invisible = shown.height() == 0;
        state.offscreen = !shown.intersects(view_->viewport()->rect());
        return state;
    }
    void *interface_cast(QAccessible::InterfaceType type) override {
        return type == QAccessible::ActionInterface
                   ? static_cast<QAccessibleActionInterface *>(this)
                   : nullptr;
    }
    [[nodiscard]] QStringList actionNames() const override {
        return {showMenuAction(), setFocusAction()};
    }
    void doAction(const QString &name) override {
        if (!isValid())
            return;
        view_->setFocus();
        view_->setCurrentIndex(index());
        if (name == showMenuAction())
            Q_EMIT view_->actWanted(index(), MessageAct::menu, rect().center());
    }
    [[nodiscard]] QStringList keyBindingsForAction(const QString &) const override { return {}; }

private:
    [[nodiscard]] std::optional<int> row() const {
        return view_ ? view_->timeline().rowOf(key_) : std::nullopt;
    }
    [[nodiscard]] QModelIndex index() const { return view_->timeline().index(*row()); }

    QPointer<TimelineView> view_;
    RowKey key_;
};

class TimelineInterface final : public QAccessibleWidget {
public:
    explicit TimelineInterface(TimelineView &view)
        : QAccessibleWidget(&view, QAccessible::List)
        , view_(view) {}
    ~TimelineInterface() override { forget(); }
    TimelineInterface(const TimelineInterface &) = delete;
    TimelineInterface &operator=(const TimelineInterface &) = delete;

    [[nodiscard]] int childCount() const override { return view_.timeline().rowCount(); }
    [[nodiscard]] QAccessibleInterface *child(int row) const override {
        if (row < 0 || row >= childCount())
            return nullptr;
        const RowKey &key = view_.timeline().row(row).key;
        const auto known = children_.find(key);
        if (known != children_.end())
            return QAccessible::accessibleInterface(known->second);
        if (children_.size() >= mostChildren)
            forget();
        auto *made = new MessageInterface(view_, key);
        children_[key] = QAccessible::registerAccessibleInterface(made);
        return made;
    }
    [[nodiscard]] int indexOfChild(const QAccessibleInterface *wanted) const override {
        for (const auto &[key, id] : children_)
            if (QAccessible::accessibleInterface(id) == wanted)
                return view_.timeline().rowOf(key).value_or(-1);
        return -1;
    }
    [[nodiscard]] QAccessibleInterface *childAt(int x, int y) const override {
        const QModelIndex at = view_.indexAt(view_.viewport()->mapFromGlobal(QPoint(x, y)));
        return at.isValid() ? child(at.row()) : nullptr;
    }
    [[nodiscard]] QAccessibleInterface *focusChild() const override {
        return view_.currentIndex().isValid() ? child(view_.currentIndex().row()) : nullptr;
    }

private:
    void forget() const {
        for (const auto &[key, id] : children_)
            QAccessible::deleteAccessibleInterface(id);
        children_.clear();
    }

    TimelineView &view_;
    // Qt asks for children through a const interface, and keeps them until told otherwise.
    mutable std::map<RowKey, QAccessible::Id> children_;
};

class NewsInterface final : public QAccessibleObject {
public:
    using QAccessibleObject::QAccessibleObject;
    [[nodiscard]] QAccessibleInterface *parent() const override {
        return QAccessible::queryAccessibleInterface(object()->parent());
    }
    [[nodiscard]] QAccessibleInterface *child(int) const override { return nullptr; }
    [[nodiscard]] int childCount() const override { return 0; }
    [[nodiscard]] int indexOfChild(const QAccessibleInterface *) const override { return -1; }
    [[nodiscard]] QString text(QAccessible::Text kind) const override {
        const auto *announcer = qobject_cast<Announcer *>(object());
        return kind == QAccessible::Name && announcer != nullptr ? announcer->said() : QString();
    }
    [[nodiscard]] QAccessible::Role role() const override { return QAccessible::AlertMessage; }
    [[nodiscard]] QAccessible::State state() const override { return {}; }
};

QAccessibleInterface *make(const QString & /*className*/, QObject *object) {
    if (auto *view = qobject_cast<TimelineView *>(object))
        return new TimelineInterface(*view);
    if (auto *announcer = qobject_cast<Announcer *>(object))
        return new NewsInterface(announcer);
    return nullptr;
}

} // namespace

void makeTimelineAccessible() {
    static const bool isInstalled = [] {
        QAccessible::installFactory(make);
        return true;
    }();
    Q_UNUSED(isInstalled);
}

Announcer::Announcer(TimelineView &view)
    : QObject(&view) {
    pause_.setSingleShot(true);
    pause_.setInterval(gatherMs);
    connect(&pause_, &QTimer::timeout, this, &Announcer::speak);
}

void Announcer::tell(const QString &words) {
    // Qt's own word for readers that do not make themselves known.
    if (!QAccessible::isActive() && !qEnvironmentVariableIsSet("QT_LINUX_ACCESSIBILITY_ALWAYS_ON"))
        return;
    waiting_ << words;
    if (!pause_.isActive())
        pause_.start();
}

void Announcer::speak() {
    const QStringList news = std::exchange(waiting_, {});
    said_ = news.size() > spokenAlone
                ? tr("%n new messages", nullptr, static_cast<int>(news.size()))
                : news.join('\n');
    QAccessibleEvent shown(this, QAccessible::ObjectShow);
    QAccessible::updateAccessibility(&shown);
    QAccessibleEvent alert(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
}

} // namespace zchat::gui
