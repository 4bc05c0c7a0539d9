"""Addresses of the pages. A page's view, address name, template and test share one stem."""

from django.urls import path

from tracker.views import (
    acts,
    bulk,
    calendars,
    dashboard,
    drafts,
    handmade,
    health,
    imports,
    jobs,
    mywork,
    search,
    summaries,
    tasks,
    topics,
)

urlpatterns = [
    path("", dashboard.dashboard, name="dashboard"),
    path("my/", mywork.my_work, name="my-work"),
    path("my/calendar/", calendars.calendar, name="calendar"),
    path("calendar/<slug:secret>.ics", calendars.calendar_feed, name="calendar-feed"),
    path("tasks/", tasks.task_list, name="task-list"),
    path("tasks/new/", handmade.task_new, name="task-new"),
    path("tasks/bulk/", bulk.task_bulk, name="task-bulk"),
    path("tasks/<int:pk>/", tasks.task_detail, name="task-detail"),
    path("tasks/<int:pk>/watch/", tasks.task_watch, name="task-watch"),
    path("tasks/<int:pk>/<slug:verb>/", acts.task_act, name="task-act"),
    path("chase/", bulk.chase_overdue, name="chase-overdue"),
    path("attachments/<int:pk>/", tasks.attachment_download, name="attachment-download"),
    path("topics/", topics.topic_list, name="topic-list"),
    path("topics/<int:pk>/", topics.topic_detail, name="topic-detail"),
    path("summaries/", summaries.summary_list, name="summary-list"),
    path("summaries/<int:pk>/", summaries.summary_detail, name="summary-detail"),
    path("summaries/<int:pk>/mark/", handmade.summary_mark, name="summary-mark"),
    path("imports/", imports.import_list, name="import-list"),
    path("imports/new/", drafts.import_new, name="import-new"),
    path("imports/drafts/<int:pk>/", drafts.import_draft, name="import-draft"),
    path("imports/<int:pk>/", imports.import_detail, name="import-detail"),
    path("jobs/<int:pk>/", jobs.job_detail, name="job-detail"),
    path("jobs/<int:pk>/cancel/", jobs.job_cancel, name="job-cancel"),
    path("search/", search.search, name="search"),
    path("imports/<int:pk>/undo/", imports.import_undo, name="import-undo"),
    path("health/", health.health, name="health"),
]
